namespace Cifar10.Data;

/// <summary>What the program learns from and is measured on.</summary>
/// <param name="Name">What the results call it.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images to measure on.</param>
internal sealed record ImageData(string Name, ImageSet Train, ImageSet Test);
