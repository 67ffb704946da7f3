using Pruning.LibTorch.Native;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) =>
                Operator.Call(inplace ? "aten::gelu_" : "aten::gelu", x, approximate.ToString());
        }
    }
}
