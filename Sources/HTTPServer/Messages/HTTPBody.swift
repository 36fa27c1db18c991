/// What an answer carries.
public enum HTTPBody: Sendable {
    case none
    case bytes([UInt8])
    case text(String)
    case stream(HTTPBodyStream)
}
