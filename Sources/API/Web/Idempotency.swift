import Accounts
import Cryptography
import HTTPServer
import Storage

extension APIContext {
    /// Does what a request asks for once, however often it is sent with the same `Idempotency-Key`
    /// (draft-ietf-httpapi-idempotency-key-header-07): the first answer is kept with what was done, for a day.
    /// - Parameter body: does the work; what it is given, if anything, is to be committed with it.
    func idempotently(
        _ request: HTTPRequest, by principal: Principal,
        _ body: (_ key: IdempotencyRecord.Key?) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        guard let text = request.headers["Idempotency-Key"] else { return try await body(nil) }
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.badRequest("Idempotency-Key should be 1 to 255 visible ASCII characters.")
        }
        let key = IdempotencyRecord.Key(
            tenant: principal.tenant, caller: principal.userID, method: request.method.rawValue, path: request.path,
            key: text,
            digest: SHA256.digest(request.body))
        if let answer = try await store.answer(to: key) { return try replay(answer, for: key) }
        do {
            return try await body(key)
        } catch is AnsweredAlready {
            // A twin came first, or an answer to our own commit got lost; either way the answer is there now.
            guard let answer = try await store.answer(to: key) else {
                throw Problem(.conflict, detail: "A request with this Idempotency-Key is under way. Ask again.")
            }
            return try replay(answer, for: key)
        } catch let conflict as Problem where conflict.status == .conflict || conflict.status == .tooManyRequests {
            // What stands in the way may be what a twin has done: a schedule of that name.
            guard let answer = try await store.answer(to: key) else { throw conflict }
            return try replay(answer, for: key)
        }
    }

    /// Does what a request asks for and keeps its answer with it, for a repetition.
    /// - Parameters:
    ///   - foreseen: the answer unless `commit` gives another, which then takes its place.
    ///   - commit: does the work, and commits the record with it, if there is one.
    func recording(
        _ foreseen: HTTPResponse, for call: Call,
        _ commit: (_ recorded: IdempotencyRecord?) async throws -> HTTPResponse?
    ) async throws -> HTTPResponse {
        guard let actual = try await commit(call.record(foreseen)) else { return foreseen }
        if let corrected = call.record(actual) { try await store.correct(corrected) }
        return actual
    }

    private func replay(_ answer: IdempotencyRecord, for key: IdempotencyRecord.Key) throws(Problem) -> HTTPResponse {
        guard answer.key.digest == key.digest else {
            throw Problem(
                .unprocessableContent, detail: "This Idempotency-Key was used with another body. Take a new key.")
        }
        var response = HTTPResponse.bytes(
            answer.body, contentType: "application/json", status: HTTPStatus(rawValue: answer.status))
        response.headers["Location"] = answer.location
        response.headers["Idempotent-Replayed"] = "true"
        return response
    }
}

extension IdempotencyRecord {
    /// What is kept of an answer in JSON.
    init?(_ response: HTTPResponse, for key: Key?) {
        guard let key, case .bytes(let bytes) = response.body else { return nil }
        self.init(key: key, status: response.status.rawValue, location: response.headers["Location"], body: bytes)
    }
}
