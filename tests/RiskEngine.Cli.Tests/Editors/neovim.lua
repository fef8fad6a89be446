-- Drives the language server in a real editor: nvim --headless -u NONE -c "luafile neovim.lua" -c "qa!"
-- RISKENGINE_LSP is the server's command line, RISKENGINE_LSP_FOLDER a workspace with rules/new.yaml. Prints what the editor sees, one line each.
local folder = vim.env.RISKENGINE_LSP_FOLDER
local command = vim.split(vim.env.RISKENGINE_LSP, " ")
local file = folder .. "/rules/new.yaml"

local function say(what) io.stdout:write(what .. "\n") end
local function await(what, holds)
  if not vim.wait(30000, holds, 5) then say("gave up waiting for " .. what) vim.cmd("cquit") end
end

vim.cmd("edit " .. file)
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "riskengine", cmd = command, root_dir = folder, flags = { debounce_text_changes = 0 } })
vim.lsp.buf_attach_client(buffer, id)
await("the server", function() return vim.lsp.get_client_by_id(id) and vim.lsp.get_client_by_id(id).initialized end)
say("encoding " .. vim.lsp.get_client_by_id(id).offset_encoding)

local function ask(method, line, character, extra)
  local params = vim.tbl_extend("force", { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = character } }, extra or {})
  local answer = vim.lsp.buf_request_sync(buffer, method, params, 30000)
  return answer[id].result
end

local function count() return #vim.diagnostic.get(buffer) end
await("the first findings", function() return count() > 0 end)
for _, found in ipairs(vim.diagnostic.get(buffer)) do say(string.format("found %d:%d-%d %s", found.lnum, found.col, found.end_col, found.message)) end

-- The editor's own code applies the first remedy.
local line = vim.diagnostic.get(buffer)[1].lnum
local actions = ask("textDocument/codeAction", line, 0, { range = { start = { line = line, character = 0 }, ["end"] = { line = line, character = 200 } }, context = { diagnostics = {} } })
say("action " .. actions[1].title)
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
await("the findings to go", function() return count() == 0 end)
say("mended " .. vim.api.nvim_buf_get_lines(buffer, line, line + 1, false)[1])

-- Typing: each edit until its findings are there.
local times = {}
for i = 1, 20 do
  local started = vim.loop.hrtime()
  vim.api.nvim_buf_set_lines(buffer, 3, 4, false, { i % 2 == 1 and "by: sourc" or "by: source" })
  await("an edit", function() return (count() > 0) == (i % 2 == 1) end)
  times[#times + 1] = (vim.loop.hrtime() - started) / 1e6
end
table.sort(times)
say(string.format("edits median %.0f ms, most %.0f ms", times[10], times[20]))

vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { "no_data: " })
local last = vim.api.nvim_buf_line_count(buffer) - 1
local labels = {}
for _, item in ipairs(ask("textDocument/completion", last, 9).items) do labels[#labels + 1] = item.label end
say("proposed " .. table.concat(labels, " "))
say("hover " .. vim.split(ask("textDocument/hover", 0, 1).contents.value, "\n")[1])
say("symbols " .. #ask("textDocument/documentSymbol", 0, 0))
vim.lsp.stop_client(id)
await("the end", function() return vim.lsp.get_client_by_id(id) == nil or vim.lsp.get_client_by_id(id).is_stopped() end)
say("stopped")
