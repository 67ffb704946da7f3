namespace Cifar10.Data;

/// <summary>
/// Ten classes of images, drawn in code, for machines without CIFAR-10. Each image has one figure: a disc, a ring, a square, a frame, a
/// diamond, a triangle, a plus, a cross, a crescent or a pair of bars, of any colour and texture, anywhere, turned a little, among
/// scraps of other figures and noise. The same seed gives the same bytes everywhere.
/// </summary>
internal static class SyntheticImages
{
    public const int TrainCount = 10_000;
    public const int TestCount = 2_000;
    private const ulong TrainSeed = 1;
    private const ulong TestSeed = 2;
    private const double Softness = 0.75;

    public static ImageData Create(int trainImages, int testImages) =>
        new("synthetic", Draw(trainImages, TrainSeed), Draw(testImages, TestSeed));

    private static ImageSet Draw(int count, ulong seed)
    {
        var images = new ImageSet(new byte[count * ImageSet.PixelsPerImage], new byte[count]);
        Parallel.For(0, count, image =>
        {
            // Each image has random numbers of its own, so that the first ones do not depend on how many there are.
            var random = new SplitMix((seed << 32) + ((ulong)image * 0x632be59bd9b4e019));
            int label = image % ImageSet.Classes;
            images.Labels[image] = (byte)label;
            Draw(label, random, images.Pixels.AsSpan(image * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage));
        });
        return images;
    }

    private static void Draw(int label, SplitMix random, Span<byte> pixels)
    {
        Figure[] scraps = [.. Enumerable.Range(0, random.Below(3)).Select(_ => Figure.Scrap(random))];
        Figure figure = Figure.Subject(label, random);
        Paint background = Paint.Random(random);
        Paint[] paints = [.. scraps.Select(_ => Paint.Random(random)), Paint.Against(background, random)];
        Figure[] figures = [.. scraps, figure];
        double noise = random.Between(0.02, 0.13);

        Span<double> colour = stackalloc double[3];
        for (int y = 0; y < ImageSet.Side; y++)
        {
            for (int x = 0; x < ImageSet.Side; x++)
            {
                background.CopyTo(colour, x, y);
                for (int layer = 0; layer < figures.Length; layer++)
                {
                    double cover = Math.Clamp(0.5 - (figures[layer].Distance(x, y) / Softness), 0, 1);
                    paints[layer].Blend(colour, x, y, cover);
                }
                for (int channel = 0; channel < 3; channel++)
                {
                    double value = colour[channel] + (noise * random.Normal());
                    pixels[(((channel * ImageSet.Side) + y) * ImageSet.Side) + x] = (byte)Math.Clamp((value * 255) + 0.5, 0, 255);
                }
            }
        }
    }
}
