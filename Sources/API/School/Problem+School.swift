import Foundation
import HTTPServer
import JSON
import School

extension SchoolRefusal: HTTPResponseError {
    /// 409 with the member `rule`, which names what forbids it.
    public var problem: Problem {
        Problem(.conflict, detail: detail, extensions: ["rule": .string(rule)], headers: headers)
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
