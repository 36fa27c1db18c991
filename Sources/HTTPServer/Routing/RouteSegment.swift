/// One part of a pattern between slashes.
enum RouteSegment: Sendable, Equatable {
    case fixed(String)
    case parameter(String)

    static func parse(_ pattern: String) -> [RouteSegment] {
        pattern.split(separator: "/").map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .fixed(String(part))
        }
    }
}
