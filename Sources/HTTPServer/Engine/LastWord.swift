/// A whole answer that ends a connection on which the library cannot answer, ready to be sent.
struct LastWord: Sendable {
    static let timeout = LastWord(Problem(.requestTimeout))
    static let crowded = LastWord(.unavailable("Too many connections are open."))

    let bytes: [UInt8]

    init(_ problem: Problem) {
        let response = problem.response
        var header = "HTTP/1.1 \(response.status.rawValue) \(response.status.reason)\r\nConnection: close\r\n"
        for field in response.headers.fields { header += "\(field.name): \(field.value)\r\n" }
        var body: [UInt8] = []
        if case .bytes(let bytes) = response.body { body = bytes }
        bytes = Array("\(header)Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}
