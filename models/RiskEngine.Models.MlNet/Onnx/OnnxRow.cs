using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace RiskEngine.Models.MlNet.Onnx;

/// <summary>A session bound to one row that changes in place, so that nothing is set up, or allocated, per row. Owned by one thread.</summary>
internal sealed class OnnxRow
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<Array> _memory = [];
    private readonly List<OrtValue> _values = [];
    private readonly Action<float[]>[] _fill;
    private readonly Func<double> _read;
    private readonly float[] _features;

    /// <param name="session">The model, shared by all threads.</param>
    /// <param name="inputs">What the features fill.</param>
    /// <param name="output">What judges.</param>
    /// <param name="shape">Shape of the output for one row.</param>
    public OnnxRow(InferenceSession session, IReadOnlyList<OnnxInput> inputs, OnnxOutput output, long[] shape)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        _features = new float[inputs.Sum(input => input.Count)];
        _fill = [.. inputs.Select(Filler)];
        _read = Reader(output, shape);
    }

    /// <summary>The model's own number for a row of features; NaN where the model itself refuses the row, e.g. looks up a category that it does not have.</summary>
    public double Judge(ReadOnlySpan<float> features)
    {
        features.CopyTo(_features);
        foreach (var fill in _fill) fill(_features);
        try
        {
            _session.RunWithBinding(_options, _binding);
        }
        catch (OnnxRuntimeException)
        {
            // It says something of this row only, like a feature without a value; the next one is judged from scratch.
            return double.NaN;
        }

        return _read();
    }

    private Action<float[]> Filler(OnnxInput input)
    {
        var (first, count) = (input.First, input.Count);
        return input.Type switch
        {
            TensorElementType.Float => Into<float>(input, (features, cells) => features.AsSpan(first, count).CopyTo(cells)),
            TensorElementType.Double => Into<double>(input, (features, cells) => Convert(features, cells, static value => value)),
            TensorElementType.Int32 => Into<int>(input, (features, cells) => Convert(features, cells, static value => (int)value)),
            TensorElementType.Int64 => Into<long>(input, (features, cells) => Convert(features, cells, static value => (long)value)),
            _ => Into<bool>(input, (features, cells) => Convert(features, cells, static value => value > 0)),
        };

        void Convert<T>(float[] features, T[] cells, Func<float, T> convert)
        {
            for (var i = 0; i < count; i++) cells[i] = convert(features[first + i]);
        }
    }

    private Action<float[]> Into<T>(OnnxInput input, Action<float[], T[]> fill)
        where T : unmanaged
    {
        var cells = Bind<T>(input.Type, input.Shape, input.Count, value => _binding.BindInput(input.Name, value));
        return features => fill(features, cells);
    }

    private Func<double> Reader(OnnxOutput output, long[] shape)
    {
        var (numbers, place) = ((int)shape.Aggregate(1L, (product, size) => product * size), output.Place ?? 0);
        switch (output.Type)
        {
            case TensorElementType.Float:
                var singles = Bind<float>(output.Type, shape, numbers, Output);
                return () => singles[place];
            case TensorElementType.Double:
                var doubles = Bind<double>(output.Type, shape, numbers, Output);
                return () => doubles[place];
            default:
                var flags = Bind<bool>(output.Type, shape, numbers, Output);
                return () => flags[place] ? 1 : 0;
        }

        void Output(OrtValue value) => _binding.BindOutput(output.Name, value);
    }

    /// <summary>Memory that the session reads or writes where it lies: pinned for good, and kept as long as the binding.</summary>
    private T[] Bind<T>(TensorElementType type, long[] shape, int count, Action<OrtValue> bind)
        where T : unmanaged
    {
        var cells = GC.AllocateArray<T>(count, pinned: true);
        var bytes = (long)count * Unsafe.SizeOf<T>();
        var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, Marshal.UnsafeAddrOfPinnedArrayElement(cells, 0), bytes);
        _memory.Add(cells);
        _values.Add(value);
        bind(value);
        return cells;
    }
}
