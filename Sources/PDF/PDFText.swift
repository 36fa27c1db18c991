/// A paragraph. Its direction is that of its first letter that has one; without `alignment` it begins where its direction does.
public struct PDFText: Sendable {
    public enum Alignment: Sendable {
        case natural, left, right
    }

    public let string: String
    /// Points.
    public let size: Double
    public let isBold: Bool
    /// 0 is black, 1 white.
    public let gray: Double
    /// Points; longer lines are broken, between words where that is possible.
    public let width: Double
    public let alignment: Alignment

    public init(
        _ string: String, size: Double, isBold: Bool = false, gray: Double = 0, width: Double,
        alignment: Alignment = .natural
    ) {
        self.string = string
        self.size = size
        self.isBold = isBold
        self.gray = gray
        self.width = width
        self.alignment = alignment
    }
}
