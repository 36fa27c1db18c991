/// Why a training ended without a result.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    case cancelled
    /// Seconds that were allowed, and the epochs that were done in them.
    case tookTooLong(seconds: Double, epochs: Int)
    /// Bytes.
    case needsMemory(needed: Int, allowed: Int)
    case invalidWeight(Float)
    /// More interactions, or ids, than fit into 32 bits.
    case tooMany(Int)

    public var description: String {
        switch self {
        case .cancelled: "the training was cancelled"
        case .tookTooLong(let seconds, let epochs):
            "the training was not done after \(seconds) s (\(epochs) epochs): allow more time, or train on fewer interactions"
        case .needsMemory(let needed, let allowed):
            "the training needs \(needed) bytes, \(allowed) are allowed: allow more memory, or train on fewer interactions"
        case .invalidWeight(let weight): "the weight \(weight) of an interaction is not above 0, or not finite"
        case .tooMany(let count): "\(count) interactions are more than fit: train on fewer"
        }
    }
}
