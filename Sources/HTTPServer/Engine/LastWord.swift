/// A whole answer that ends a connection on which the library cannot answer, ready to be sent.
struct LastWord: Sendable {
    let bytes: [UInt8]

    init(_ problem: Problem, using random: inout FastRandom) {
        let response = problem.response
        var header = "HTTP/1.1 \(response.status.rawValue) \(response.status.reason)\r\nConnection: close\r\n"
        let identity = [
            ("X-Request-Id", RequestID.make(using: &random)), ("traceparent", TraceParent(using: &random).description),
        ]
        for field in response.headers.fields { header += "\(field.name): \(field.value)\r\n" }
        for (name, value) in ResponseWriter.common + identity { header += "\(name): \(value)\r\n" }
        var body: [UInt8] = []
        if case .bytes(let bytes) = response.body { body = bytes }
        bytes = Array("\(header)Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}
