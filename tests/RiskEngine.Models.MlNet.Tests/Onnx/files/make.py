#!/usr/bin/env python3
"""Writes the .onnx files of this folder, byte by byte as onnx.proto3 lays them out (ONNX IR version 8, operators of version 13).

No package is needed: python3 make.py. The models are small enough to be computed by hand; README.md says what each gives.
"""
import pathlib
import struct

FLOAT, INT64, STRING, BOOL, DOUBLE = 1, 7, 8, 9, 11  # TensorProto.DataType


def varint(n):
    n &= (1 << 64) - 1
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes(out + bytes([n]))


def number(field, value):
    return varint(field << 3) + varint(value)


def block(field, payload):
    payload = payload.encode() if isinstance(payload, str) else payload
    return varint(field << 3 | 2) + varint(len(payload)) + payload


def value_info(name, kind, *dims):
    """A ValueInfoProto; a dimension is a size, or a name for one that is open."""
    shape = b"".join(block(1, block(2, d) if isinstance(d, str) else number(1, d)) for d in dims)
    return block(1, name) + block(2, block(1, number(1, kind) + block(2, shape)))


def weights(name, kind, dims, values):
    """A TensorProto with its numbers as raw_data, little endian."""
    code = {FLOAT: "<f", INT64: "<q", DOUBLE: "<d"}[kind]
    raw = b"".join(struct.pack(code, v) for v in values)
    return b"".join(number(1, d) for d in dims) + number(2, kind) + block(8, name) + block(9, raw)


def attribute(name, value):
    """An AttributeProto that is a whole number."""
    return block(1, name) + number(3, value) + number(20, 2)


def node(op, inputs, outputs, **attributes):
    return (b"".join(block(1, i) for i in inputs) + b"".join(block(2, o) for o in outputs) + block(4, op)
            + b"".join(block(5, attribute(n, v)) for n, v in attributes.items()))


def save(file, nodes, inputs, outputs, initializers=()):
    graph = (b"".join(block(1, n) for n in nodes) + block(2, file) + b"".join(block(5, i) for i in initializers)
             + b"".join(block(11, i) for i in inputs) + b"".join(block(12, o) for o in outputs))
    model = number(1, 8) + block(2, "make.py") + block(7, graph) + block(8, number(2, 13))
    (pathlib.Path(__file__).parent / f"{file}.onnx").write_bytes(model)


save("linear",
     [node("MatMul", ["features", "w"], ["product"]), node("Add", ["product", "b"], ["score"])],
     [value_info("features", FLOAT, "N", 3)], [value_info("score", FLOAT, "N", 1)],
     [weights("w", FLOAT, [3, 1], [0.5, -0.25, 2]), weights("b", FLOAT, [1], [-10])])

save("perceptron",
     [node("MatMul", ["features", "w1"], ["p1"]), node("Add", ["p1", "b1"], ["a1"]), node("Relu", ["a1"], ["hidden"]),
      node("MatMul", ["hidden", "w2"], ["p2"]), node("Add", ["p2", "b2"], ["a2"]), node("Sigmoid", ["a2"], ["probability"])],
     [value_info("features", FLOAT, "N", "F")], [value_info("probability", FLOAT, "N", 1)],
     [weights("w1", FLOAT, [2, 2], [1, -1, 1, 1]), weights("b1", FLOAT, [2], [0, 0.5]),
      weights("w2", FLOAT, [2, 1], [1, -2]), weights("b2", FLOAT, [1], [-2])])

save("columns",
     [node("Cast", ["hour"], ["hour_f"], to=FLOAT), node("Cast", ["power"], ["power_f"], to=FLOAT),
      node("Add", ["flow", "power_f"], ["sum"]), node("Sub", ["sum", "hour_f"], ["scores"]),
      node("Cast", ["scores"], ["wide"], to=DOUBLE), node("Cast", ["scores"], ["label"], to=INT64),
      node("Greater", ["scores", "limit"], ["odd"]), node("Concat", ["power_f", "scores"], ["pair"], axis=1),
      node("Cast", ["scores"], ["text"], to=STRING)],
     [value_info("flow", FLOAT, "N", 1), value_info("power", DOUBLE, "N", 1), value_info("hour", INT64, "N", 1)],
     [value_info("label", INT64, "N", 1), value_info("scores", FLOAT, "N", 1), value_info("wide", DOUBLE, "N", 1),
      value_info("odd", BOOL, "N", 1), value_info("pair", FLOAT, "N", 2), value_info("text", STRING, "N", 1)],
     [weights("limit", FLOAT, [1], [100])])

save("lookup",
     [node("Cast", ["category"], ["place"], to=INT64), node("Gather", ["table", "place"], ["score"])],
     [value_info("category", FLOAT, 1)], [value_info("score", FLOAT, 1)],
     [weights("table", FLOAT, [3], [0.25, 0.5, 1])])

save("words",
     [node("Identity", ["word"], ["same"])], [value_info("word", STRING, "N", 1)], [value_info("same", STRING, "N", 1)])
