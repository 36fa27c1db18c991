import Foundation
import HTTPClient

/// What an answer says of an error: as XML, or, where JSON was posted, as JSON with the code in a header.
struct ErrorDocument {
    private struct JSONAnswer: Decodable {
        let type: String?
        let message: String?

        private enum CodingKeys: String, CodingKey {
            case type = "__type"
            case message
        }
    }

    private(set) var code: String?
    private(set) var message = ""
    private(set) var requestID: String?
    private(set) var tree: XMLNode?

    init(_ response: HTTPClientResponse, to call: AWSCall) {
        if call.document != nil { readJSON(response) }
        guard code == nil, !response.body.isEmpty, let tree = try? XMLAnswer.read(response.body) else { return }
        self.tree = tree
        code = tree.first("Code").map(\.text)
        message = tree.first("Message")?.text ?? ""
        requestID = (tree.first("RequestId") ?? tree.first("RequestID")).map(\.text)
    }

    /// The code is `Code`, `namespace#Code` or `Code:url` (restJson1, "Operation error serialization").
    private mutating func readJSON(_ response: HTTPClientResponse) {
        let json = try? JSONDecoder().decode(JSONAnswer.self, from: Data(response.body))
        let type = response.headers["x-amzn-errortype"] ?? json?.type
        code = type?.prefix { $0 != ":" }.split(separator: "#").last.map(String.init)
        message = json?.message ?? ""
        requestID = response.headers["x-amzn-requestid"]
    }
}
