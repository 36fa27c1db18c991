/// Why bytes are no model. What to do is the same for all: train again.
public enum ModelFormatError: Error, Equatable, CustomStringConvertible {
    /// Bytes that there are, and that are allowed.
    case tooLarge(Int, allowed: Int)
    case notAModel
    /// Of another version of the program.
    case unknownVersion(UInt32)
    /// The checksum is another one.
    case damaged
    /// What is wrong in it.
    case malformed(String)

    public var description: String {
        switch self {
        case .tooLarge(let bytes, let allowed): "the model has \(bytes) bytes, \(allowed) are allowed"
        case .notAModel: "these bytes are no model: train again"
        case .unknownVersion(let version): "the model is of the unknown version \(version): train again"
        case .damaged: "the model is damaged, its checksum does not match: train again"
        case .malformed(let what): "the model is malformed (\(what)): train again"
        }
    }
}
