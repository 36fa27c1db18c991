/// Why vectors cannot be compared.
public enum VectorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bytes hold no whole number of vectors of this dimension.
    case wrongLength(bytes: Int, dimension: Int)
    /// What is looked for has no direction: it is empty, zero, or holds NaN or an infinity.
    case noDirection

    public var description: String {
        switch self {
        case .wrongLength(let bytes, let dimension):
            "\(bytes) bytes are no vectors of \(dimension) dimensions: they are of another model, embed the texts again"
        case .noDirection: "the vector has no direction (empty, zero or not finite): embed the text again"
        }
    }
}
