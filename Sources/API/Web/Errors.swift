import Accounts
import Cryptography
import HTTPServer
import Jobs
import Postgres
import Storage

typealias DatabaseError = PostgresError

extension PostgresError: HTTPResponseError {
    /// Text, numbers and times that PostgreSQL cannot hold, should one come through what reads requests.
    fileprivate static let values: Set<String> = ["22003", "22008", "22021", "22P05"]
    /// Tables, schemas and functions that are not there: a database that was made anew waits for `flotilla migrate`.
    private static let missing: Set<String> = ["42P01", "3F000", "42883"]

    public var problem: Problem {
        switch kind {
        case .unavailable, .connectionLost, .timedOut, .closed:
            .unavailable("The database does not answer just now; nothing is lost. Ask again.", retryAfter: 2)
        case .server(let state) where Self.values.contains(state):
            Problem(.unprocessableContent, detail: "The request holds a value that cannot be stored.")
        case .server(let state) where condition != nil || Self.missing.contains(state):
            .unavailable("The database is not ready just now; nothing is lost. Ask again.", retryAfter: 2)
        case .server, .decoding, .invalid: Problem(.internalServerError)
        }
    }
}

/// What a row of ours holds could not be read: no fault of the caller who asked for it.
struct UnreadableRow: Error, CustomStringConvertible {
    let cause: PostgresError

    init?(_ error: PostgresError, in request: HTTPRequest) {
        guard request.method == .get || request.method == .head, case .server(let state) = error.kind,
            PostgresError.values.contains(state)
        else { return nil }
        cause = error
    }

    /// Around every route.
    @Sendable static func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        do {
            return try await next(request)
        } catch let error as PostgresError {
            throw UnreadableRow(error, in: request) ?? error as any Error
        }
    }

    var description: String { "a row could not be read: \(cause)" }
}

extension InvalidRequest: HTTPResponseError {
    public var problem: HTTPServer.Problem {
        .invalid(problems.map { HTTPServer.Problem.FieldError(pointer: $0.pointer, message: $0.message) })
    }
}

extension AccountError: HTTPResponseError {
    public var problem: Problem {
        switch self {
        case .emailTaken:
            Problem(
                .conflict, detail: "There is a user with this e-mail address. Sign in, or take another address.")
        case .wrongCredentials: Problem(.unauthorized, detail: "The e-mail address or the password is wrong.")
        case .wrongPassword: .invalid([Problem.FieldError(pointer: "/current", message: "is not the present password")])
        case .tokenCountsNoMore:
            .invalid([
                Problem.FieldError(
                    pointer: "/token", message: "was used, has expired or is unknown; ask for a new one")
            ])
        case .noAccount: .notFound("There is no account of this token.")
        case .tooManyInvitations:
            Problem(
                .tooManyRequests, detail: "Too many invitations of this account wait. Remove some first.",
                headers: ["Retry-After": "3600"])
        }
    }
}

extension UserChangeRefusal: HTTPResponseError {
    public var problem: Problem {
        switch self {
        case .unknown: .notFound()
        case .isOperator:
            Problem(.forbidden, detail: "Users of this role are made and changed by the fleet's operators.")
        case .isLastSchool:
            Problem(
                .conflict,
                detail: "The account would be left without a user of the role school. Make another one first.")
        }
    }
}

extension SignInRefusal: HTTPResponseError {
    public var problem: Problem {
        let seconds = max(1, Int((retryAfter / .seconds(1)).rounded(.up)))
        let detail =
            switch reason {
            case .failures: "Too many sign-ins failed for this account or from this address. Wait before the next."
            case .signUps: "Too many accounts are made from this address. Wait before the next."
            case .takenAddresses: "Too many of the invited addresses are taken. Wait before the next."
            }
        return Problem(.tooManyRequests, detail: detail, headers: ["Retry-After": String(seconds)])
    }
}

extension PasswordError: HTTPResponseError {
    public var problem: Problem {
        self == .overloaded
            ? Problem(
                .tooManyRequests, detail: "Too many sign-ins of this account or address wait already. Try again.",
                headers: ["Retry-After": "1"])
            : .invalid([Problem.FieldError(pointer: "/password", message: description)])
    }
}

extension UnknownParents {
    /// Says of each job in a request which of those that it should follow there are none of.
    func problem(for jobs: [NewJob], isList: Bool) -> Problem {
        let unknown = Set(ids)
        return .invalid(
            jobs.enumerated().lazy.compactMap { index, job -> Problem.FieldError? in
                let missing = job.after.filter(unknown.contains)
                guard !missing.isEmpty else { return nil }
                let names = missing.prefix(10).map { "\($0)" }.joined(separator: ", ")
                return Problem.FieldError(
                    pointer: isList ? "/jobs/\(index)/after" : "/after",
                    message: "names jobs that do not exist: \(names)" + (missing.count > 10 ? ", …" : ""))
            }.prefix(FieldErrors.most + 1).map { $0 })
    }
}
