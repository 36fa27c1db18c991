import HTTPServer
import JSON
import Storage

extension HTTPRequest {
    /// An answer in JSON, whose links begin as the caller's path did.
    /// - Parameter location: of what was made.
    func answer(
        _ view: some Encodable, _ status: HTTPStatus = .ok, location: Link? = nil
    ) throws -> HTTPResponse {
        var response = try HTTPResponse.json(view, status: status, linkPrefix: prefix)
        if let location { response.headers["Location"] = prefix + location.path }
        return response
    }
}

extension Call {
    /// An answer in JSON, whose links begin as the caller's path did.
    func answer(
        _ view: some Encodable, _ status: HTTPStatus = .ok, location: Link? = nil
    ) throws -> HTTPResponse {
        try request.answer(view, status, location: location)
    }

    /// What is kept of an answer for a repetition; nil when the caller asked for none to be kept.
    func record(_ answer: HTTPResponse) -> IdempotencyRecord? { IdempotencyRecord(answer, for: key) }
}
