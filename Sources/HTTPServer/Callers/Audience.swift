/// Who may use a route, which decides whose shares its requests draw on.
public enum Audience: Sendable, Hashable {
    /// Callers that the router's `identify` knows; all others are refused at the end of the header. The default. A larger body
    /// than the limit gets 413; nil is the server's own limit.
    case identified(bodyLimit: BodyLimit?)
    /// Everyone, shared by address. A larger body than the limit, in bytes, gets 413.
    case anyone(bodyLimit: Int)
    /// Everyone, without a share: a load balancer's health check must not depend on how busy the process is.
    case probe
}
