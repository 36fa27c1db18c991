/// The TYPE of a family in the exposition.
public enum MetricKind: String, Sendable {
    case counter, gauge, histogram
}
