/// Why a frame could not be sent, or why a channel closed.
public enum FrameChannelError: Error, Sendable, Hashable, CustomStringConvertible {
    /// More than the bound waits to be sent; the frame was not taken.
    case full
    /// The channel is closed; the frame was not taken.
    case closed
    /// A frame exceeds the limit.
    case tooLarge(bytes: Int)
    case system(SystemError)

    public var description: String {
        switch self {
        case .full: "the channel's queue is full"
        case .closed: "the channel is closed"
        case .tooLarge(let bytes): "a frame of \(bytes) bytes exceeds the limit"
        case .system(let error): error.description
        }
    }
}
