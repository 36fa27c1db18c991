import HTTPServer
import JSON
import Jobs
import Schemas

/// The body of `POST /jobs/batch`: jobs, and perhaps a batch that they become members of.
struct JobListBody {
    struct Members: FieldSet {
        let jobs = Field(
            "jobs", "a list of jobs", schema: .array(of: JobBody.schema, 0...Limits.batchJobs), \.arrayValue)
        let batch = Field.any("batch", schema: BatchBody.Members.schema())
    }

    private static let members = Members()
    private static let names = Members.names()

    private let elements: [JSONValue]
    /// nil when the request makes no batch.
    private let batch: JSONValue?

    /// Reads what is there; `jobs(_:)` and `batch(_:)` check it, once the kinds are known.
    init(_ json: JSONValue) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        batch = fields.read(Self.members.batch)
        // A batch that has a name may be empty.
        let fewest = batch == nil ? 1 : 0
        elements = fields.read(Self.members.jobs) ?? []
        if fields.errors.isEmpty, !(fewest...Limits.batchJobs).contains(elements.count) {
            fields.reject(Self.members.jobs, "should be a list of \(fewest) to \(Limits.batchJobs) jobs")
        }
        try fields.finish()
    }

    /// Every job that the body describes.
    var descriptions: [JSONValue] { elements + (batch?["callback"].map { [$0] } ?? []) }

    func batch(_ kinds: [JobKind: JobDefinition]) throws(Problem) -> BatchBody? {
        guard let batch else { return nil }
        do {
            return try BatchBody(batch, kinds: kinds)
        } catch {
            var errors = FieldErrors()
            errors.add(error.errors, at: "/batch")
            throw .invalid(errors)
        }
    }

    /// An error says to which of them it belongs.
    func jobs(_ kinds: [JobKind: JobDefinition]) throws(Problem) -> [JobBody] {
        var bodies: [JobBody] = []
        var errors = FieldErrors()
        for (index, element) in elements.enumerated() where !errors.isFull {
            do {
                bodies.append(try JobBody(element, kinds: kinds, index: index))
            } catch {
                errors.add(error.errors, at: "/jobs/\(index)")
            }
        }
        if !errors.isFull { errors.add(Self.objections(to: bodies)) }
        guard errors.isEmpty else { throw .invalid(errors) }
        return bodies
    }

    /// What only the whole list shows.
    private static func objections(to bodies: [JobBody]) -> [Problem.FieldError] {
        var errors: [Problem.FieldError] = []
        for (index, body) in bodies.enumerated() {
            // Bodies that were refused are missing here, and then their errors are the answer.
            for earlier in body.follows where bodies.indices.contains(earlier) && bodies[earlier].isUnique {
                errors.append(
                    Problem.FieldError(
                        pointer: "/jobs/\(index)/after",
                        message: "#\(earlier) has a unique_key, so it may turn out to be another job"))
            }
        }
        if bodies.reduce(0, { $0 + $1.followedCount }) > Limits.followed {
            errors.append(
                Problem.FieldError(
                    pointer: "/jobs", message: "should name at most \(Limits.followed) jobs in all their after"))
        }
        return errors
    }
}

extension JobListBody {
    static var schema: Schema { Members.schema(required: ["jobs"]) }
    static let example =
        ##"{"jobs": [{"kind": "bench.noop"}, {"kind": "bench.sleep", "payload": {"ms": 100}, "after": ["#0"]}]}"##
}
