/// What a request gets, and the error behind it for the log.
struct Answer: Sendable {
    var response: HTTPResponse
    var cause: (any Error)?

    init(_ response: HTTPResponse, cause: (any Error)? = nil) {
        self.response = response
        self.cause = cause
    }

    init(_ problem: Problem) {
        response = problem.response
    }

    /// The client left before it was answered: nothing is sent, and it is not an error (nginx's status for it).
    static let clientLeft = Answer(HTTPResponse(status: HTTPStatus(rawValue: 499)))
    static let stopping = Answer(Problem.unavailable("The server is stopping."))
    static let tookTooLong = Answer(Problem.unavailable("The request took too long."))
}
