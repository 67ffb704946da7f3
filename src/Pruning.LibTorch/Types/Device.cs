using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The place where a tensor lies: "cpu", "cuda:0", "meta".</summary>
    public class Device
    {
        public Device(string description)
        {
            string[] parts = description.Split(':');
            if (parts.Length > 2 || !Enum.TryParse(parts[0], ignoreCase: true, out DeviceType kind) || char.IsDigit(parts[0][0]))
            {
                throw new ArgumentException($"'{description}' names no device.", nameof(description));
            }
            type = kind;
            index = parts.Length == 2 ? int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture) : Default(kind);
        }

        public Device(string deviceType, int index = -1)
            : this(index < 0 ? deviceType : string.Create(CultureInfo.InvariantCulture, $"{deviceType}:{index}"))
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index < 0 ? Default(deviceType) : index;
        }

        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        /// <summary>Which of several devices of the type; -1 where there is only one.</summary>
        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            string kind = type.ToString().ToLowerInvariant();
            return index < 0 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}:{index}");
        }

        private static int Default(DeviceType type) => type == DeviceType.CUDA ? 0 : -1;
    }
}
