import FleetTestSupport

/// A route as the program itself prints it: `api --routes`.
struct RouteLine: Sendable, Hashable {
    let method: String
    let pattern: String
    /// nil: for everybody, without a token.
    let roles: Set<String>?

    /// Every route of the API.
    static func all(_ fleet: Fleet) async throws -> [RouteLine] {
        let printed = try await fleet.run("api", ["--routes"], [:])
        let routes = printed.output.split(separator: "\n").compactMap { line -> RouteLine? in
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 3 else { return nil }
            return RouteLine(method: words[0], pattern: words[1], roles: words[2] == "-" ? nil : Set(words[2...]))
        }
        guard routes.count > 40 else { throw Unexpected("no routes: \(printed.all)") }
        return routes
    }

    /// The pattern with its parameters filled in.
    func path(_ value: (String) -> String) -> String {
        pattern.split(separator: "/").map { part in
            part.hasPrefix("{") ? value(String(part.dropFirst().dropLast())) : String(part)
        }.reduce("") { "\($0)/\($1)" }
    }
}
