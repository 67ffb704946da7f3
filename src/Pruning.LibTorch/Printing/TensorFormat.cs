using System.Globalization;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes tensors as text.</summary>
internal sealed record TensorFormat(
    string FloatFormat, int Width, CultureInfo Culture, string NewLine, int MaxRows, int MaxColumns)
{
    internal string Write(Tensor tensor, TensorStringStyle style) => style switch
    {
        TensorStringStyle.Metadata => Metadata(tensor),
        TensorStringStyle.Julia => Julia(tensor),
        TensorStringStyle.CSharp => CSharp(tensor),
        _ => Numpy(tensor),
    };

    private static string Metadata(Tensor tensor) =>
        $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    private string Julia(Tensor tensor)
    {
        var text = new StringBuilder(Metadata(tensor));
        if (tensor.is_meta)
        {
            return text.ToString();
        }
        string[] elements = Elements(tensor);
        if (tensor.ndim == 0)
        {
            return text.Append(", value = ").Append(elements[0]).ToString();
        }
        text.Append(NewLine);
        AppendMatrices(text, elements, tensor.shape, position: 0, dimension: 0, place: "");
        return text.ToString();
    }

    private void AppendMatrices(StringBuilder text, string[] elements, long[] shape, long position, int dimension, string place)
    {
        if (shape.Length - dimension > 2)
        {
            long stride = Count(shape, dimension + 1);
            for (long i = 0; i < shape[dimension]; i++)
            {
                AppendMatrices(text, elements, shape, position + i * stride, dimension + 1, $"{place}{i},");
            }
            return;
        }
        if (place.Length > 0)
        {
            text.Append('[').Append(place).Append("..,..] =").Append(NewLine);
        }
        long columns = shape[^1];
        long rows = shape.Length - dimension == 2 ? shape[^2] : 1;
        for (long row = 0; row < Math.Min(rows, MaxRows); row++)
        {
            text.Append(' ').Append(Line(elements, position + row * columns, columns, " ")).Append(NewLine);
        }
        if (rows > MaxRows)
        {
            text.Append(" ...").Append(NewLine);
        }
    }

    private string Numpy(Tensor tensor)
    {
        if (tensor.is_meta)
        {
            return Metadata(tensor);
        }
        string[] elements = Elements(tensor);
        if (tensor.ndim == 0)
        {
            return elements[0];
        }
        var text = new StringBuilder();
        AppendNested(text, elements, tensor.shape, position: 0, dimension: 0);
        return text.ToString();
    }

    private void AppendNested(StringBuilder text, string[] elements, long[] shape, long position, int dimension)
    {
        text.Append('[');
        if (dimension == shape.Length - 1)
        {
            text.Append(Line(elements, position, shape[dimension], " "));
        }
        else
        {
            long stride = Count(shape, dimension + 1);
            for (long i = 0; i < shape[dimension]; i++)
            {
                if (i == MaxRows)
                {
                    text.Append(NewLine).Append(' ', dimension + 1).Append("...");
                    break;
                }
                if (i > 0)
                {
                    text.Append(NewLine).Append(' ', dimension + 1);
                }
                AppendNested(text, elements, shape, position + i * stride, dimension + 1);
            }
        }
        text.Append(']');
    }

    private string CSharp(Tensor tensor)
    {
        if (tensor.is_meta)
        {
            return Metadata(tensor);
        }
        string[] elements = Elements(tensor);
        string type = tensor.dtype switch
        {
            ScalarType.Float32 => "float",
            ScalarType.Float64 => "double",
            ScalarType.Int64 => "long",
            ScalarType.Int32 => "int",
            ScalarType.Bool => "bool",
            _ => tensor.dtype.ToString(),
        };
        return tensor.ndim == 0
            ? elements[0]
            : $"{type} [{string.Join("x", tensor.shape)}] {{{Line(elements, 0, elements.Length, ", ")}}}";
    }

    /// <summary>The elements, all equally wide, as many as fit.</summary>
    private string Line(string[] elements, long start, long count, string separator)
    {
        int widest = elements.Max(element => element.Length);
        long fitting = Math.Min(MaxColumns, Math.Max(2, Width / (widest + separator.Length)));
        var shown = elements.Skip((int)start).Take((int)Math.Min(count, fitting)).Select(element => element.PadLeft(widest));
        return string.Join(separator, count > fitting ? shown.Append("...") : shown);
    }

    private string[] Elements(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor here = tensor.detach().cpu();
        if (here.is_complex())
        {
            return [.. here.to(ScalarType.ComplexFloat64).data<Complex>().Select(Text)];
        }
        return here.dtype switch
        {
            ScalarType.Bool => [.. here.data<bool>().Select(value => value ? "true" : "false")],
            _ when here.is_floating_point() => [.. here.to(ScalarType.Float64).data<double>().Select(Text)],
            _ => [.. here.to(ScalarType.Int64).data<long>().Select(value => value.ToString(Culture))],
        };
    }

    private string Text(double value) => value.ToString(FloatFormat, Culture);

    private string Text(Complex value) =>
        $"{Text(value.Real)}{(value.Imaginary < 0 ? "-" : "+")}{Text(Math.Abs(value.Imaginary))}i";

    private static long Count(long[] shape, int from) => shape.Skip(from).TotalSize();
}
