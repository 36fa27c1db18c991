/// Who may use a route, which decides whose shares its requests draw on.
public enum Audience: Sendable, Hashable {
    /// Callers that the router's `identify` knows; all others are refused at the end of the header. The default.
    case identified
    /// Everyone, shared by address. A larger body than the limit, in bytes, gets 413.
    case anyone(bodyLimit: Int)
    /// Everyone, without a share: what tells a balancer whether the process lives must not depend on how busy it is.
    case probe
}
