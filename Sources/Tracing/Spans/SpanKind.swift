/// How a span stands to what it talks to; the numbers are those of OTLP.
public enum SpanKind: Int, Sendable {
    case `internal` = 1
    case server = 2
    case client = 3
    case producer = 4
    case consumer = 5
}
