import HTTPServer
import Jobs

extension JobView {
    /// A job as `full` shows it and, while it is open, why it is not done.
    static func full(_ job: JobRecord, told: ProgressState, why: JobDiagnosis?) -> JSONValue {
        guard case .object(var members) = full(job, told: told), let why else { return full(job, told: told) }
        var view: JSONObject = ["code": .string(why.code), "detail": .string(why.detail)]
        for (name, value) in why.facts { view[name] = json(value) }
        members["why"] = .object(view)
        return .object(members)
    }

    private static func json(_ fact: JobDiagnosis.Fact) -> JSONValue {
        switch fact {
        case .integer(let value): .integer(value)
        case .number(let value): .number(JSONNumber(value) ?? JSONNumber(0))
        case .text(let value): .string(value)
        case .time(let value): .date(value)
        case .texts(let values): .array(values.map { .string($0) })
        }
    }
}
