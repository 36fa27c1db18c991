/// One method of one path.
struct Route: Sendable {
    let pattern: String
    let parameterNames: [String]
    let audience: Audience
    let handler: HTTPHandler
}
