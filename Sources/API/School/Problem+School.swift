import Foundation
import HTTPServer
import JSON
import School

extension SchoolRefusal: HTTPResponseError {
    /// With the member `rule`, which names what forbids it.
    public var problem: Problem {
        var problem = Problem(status, detail: detail, extensions: ["rule": .string(rule)], headers: headers)
        if let place { problem.errors = [Problem.FieldError(pointer: place, message: detail)] }
        return problem
    }

    private var status: HTTPStatus {
        switch self {
        case .notReachable: .notFound
        case .messageTooLong, .blockedWord: .unprocessableContent
        default: .conflict
        }
    }

    /// Of a body that breaks the rule, whatever the rows are.
    private var place: String? {
        switch self {
        case .messageTooLong: "/text"
        case .blockedWord(_, let member): "/\(member)"
        default: nil
        }
    }

    /// In the words of docs/school.md.
    var rule: String {
        switch self {
        case .noSubscription: "no_subscription"
        case .moduleNotSubscribed: "module_not_subscribed"
        case .tooManyUsers: "too_many_users"
        case .pathNotValidated: "path_not_validated"
        case .pathStatus: "path_status"
        case .nothingFailed: "nothing_failed"
        case .unknownStep: "unknown_step"
        case .stepClosed: "step_closed"
        case .tooEarly: "too_early"
        case .sessionOpen: "session_open"
        case .sessionEnded: "session_ended"
        case .questionsWait: "questions_wait"
        case .tooManyQuestions: "too_many_questions"
        case .noQuiz: "no_quiz"
        case .tooManyExports: "too_many_exports"
        case .notReachable: "not_reachable"
        case .messageTooLong: "message_length"
        case .blockedWord: "blocked_word"
        case .appointmentStatus: "appointment_status"
        case .notTheGuest: "not_the_guest"
        case .appointmentPast: "appointment_past"
        case .contention: "changed_meanwhile"
        }
    }

    private var detail: String {
        switch self {
        case .noSubscription: "The account's subscription does not hold today: see GET /subscription."
        case .moduleNotSubscribed(let module):
            "The account's subscription is without the module \(module), which learning paths need: add it with "
                + "PUT /subscription."
        case .tooManyUsers(let users, let subscribed):
            "The account has \(users) users and subscribed for \(subscribed): raise users with PUT /subscription."
        case .pathNotValidated(let status):
            "The learning path is \(status.rawValue): sessions begin once its professor has validated it."
        case .pathStatus(let status, let expected):
            "The learning path is \(status.rawValue); this can be done while it is "
                + expected.map(\.rawValue).joined(separator: " or ") + "."
        case .nothingFailed: "Nothing that was asked of models for the learning path has failed."
        case .unknownStep(let step, let count): "There is no step \(step): the learning path has \(count)."
        case .stepClosed(let step, let before):
            "Step \(step) opens once step \(before) is passed: revise that first."
        case .tooEarly(let step, let due): "Step \(step) was revised well: it is due again at \(RFC3339.format(due))."
        case .sessionOpen(let id):
            "A session of this learning path goes on: end it first, with POST /revision-sessions/"
                + "\(id.uuidString.lowercased())/end."
        case .sessionEnded: "The session has ended."
        case .questionsWait(let count): "\(count) questions of the session wait for their answers: wait for one."
        case .tooManyQuestions(let count): "The session has \(count) questions, and no more are taken: end it."
        case .noQuiz: "The step has no quiz yet: end the session without answers."
        case .tooManyExports(let count):
            "There are \(count) archives of this person, and no more are made: fetch one of GET /users/{id}/exports, or wait "
                + "until one is over."
        case .notReachable: "There is no such user to whom the caller may write."
        case .messageTooLong(let length):
            "The message has \(length) characters; \(SchoolLimits.messageCharacters) are allowed: send it in parts."
        case .blockedWord(let word, _):
            "The text holds “\(word)”, which may not be written here: put it in other words."
        case .appointmentStatus(let status, let expected):
            "The appointment is \(status.rawValue); this can be done while it is "
                + expected.map(\.rawValue).joined(separator: " or ") + "."
        case .notTheGuest: "The other one answers the proposal; who made it may cancel it."
        case .appointmentPast(let start): "The appointment began at \(RFC3339.format(start)): propose another one."
        case .contention: "Another request changed this at the same moment. Look at it, and ask again."
        }
    }

    private var headers: HTTPHeaders {
        if case .questionsWait = self { ["Retry-After": "5"] } else { [:] }
    }
}

/// Runs what commits, and names the rule for which the database refused it.
func refusingBySchoolRules<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let error as DatabaseError {
        throw error.schoolRefusal ?? error as any Error
    }
}
