namespace Cifar10.Data;

/// <summary>
/// Reads CIFAR-10 in its standard binary layout: files of records, each with one byte for the class and 3,072 for the pixels.
/// </summary>
internal static class CifarFolder
{
    private const int RecordLength = 1 + ImageSet.PixelsPerImage;
    private const string TestFile = "test_batch.bin";
    private const string TrainFiles = "data_batch_*.bin";

    /// <summary>Reads the test batch and whatever training batches there are.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder has no training batch, or no test batch.</exception>
    /// <exception cref="InvalidDataException">A batch is cut off, or has a class above 9.</exception>
    public static ImageData Read(string folder, int? trainImages, int? testImages)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder {folder}.");
        }
        string[] train = [.. Directory.EnumerateFiles(folder, TrainFiles).Order(StringComparer.Ordinal)];
        if (train.Length == 0)
        {
            throw new FileNotFoundException($"{folder} has no training batch ({TrainFiles}) of CIFAR-10's binary version.");
        }
        string test = Path.Combine(folder, TestFile);
        if (!File.Exists(test))
        {
            throw new FileNotFoundException($"{folder} has no test batch ({TestFile}) of CIFAR-10's binary version.");
        }
        return new ImageData("CIFAR-10", ReadFiles(train).Take(trainImages), ReadFiles([test]).Take(testImages));
    }

    private static ImageSet ReadFiles(IReadOnlyCollection<string> files)
    {
        int count = files.Sum(CountRecords);
        var images = new ImageSet(new byte[count * ImageSet.PixelsPerImage], new byte[count]);
        int next = 0;
        foreach (string file in files)
        {
            byte[] records = File.ReadAllBytes(file);
            for (int record = 0; record < records.Length / RecordLength; record++, next++)
            {
                ReadOnlySpan<byte> bytes = records.AsSpan(record * RecordLength, RecordLength);
                images.Labels[next] = bytes[0] < ImageSet.Classes
                    ? bytes[0]
                    : throw new InvalidDataException($"{file}: record {record} has class {bytes[0]}; CIFAR-10's classes are 0 to 9.");
                bytes[1..].CopyTo(images.Pixels.AsSpan(next * ImageSet.PixelsPerImage));
            }
        }
        return images;
    }

    private static int CountRecords(string file)
    {
        long length = new FileInfo(file).Length;
        return length > 0 && length % RecordLength == 0
            ? (int)(length / RecordLength)
            : throw new InvalidDataException(
                $"{file} has {length} bytes, no multiple of {RecordLength}: the batch is cut off, or is not CIFAR-10's binary version.");
    }
}
