public import Foundation
public import Jobs
import Synchronization

/// A job of any kind: the body is that of a request to enqueue it, without payload and times.
public final class JobTemplate: ScheduleTemplate {
    public static let name: String = "job"

    /// The body of a request.
    public struct Body: Codable, Sendable {
        public var kind: String
        /// Whose job it is; nil: no tenant's, so that only operators see it.
        public var tenant: UUID?
        public var priority: Int?
        /// Seconds.
        public var timeout: Double?
        public var maxAttempts: Int?
        public var uniqueKey: String?
        /// Seconds.
        public var uniqueFor: Double?
        public var limitKey: String?

        enum CodingKeys: String, CodingKey {
            case kind, tenant, priority, timeout
            case maxAttempts = "max_attempts"
            case uniqueKey = "unique_key"
            case uniqueFor = "unique_for"
            case limitKey = "limit_key"
        }

        public init(kind: JobKind, tenant: UUID? = nil) {
            self.kind = kind.rawValue
            self.tenant = tenant
        }

        /// JSON.
        public func encoded() throws -> [UInt8] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self))
        }
    }

    public let name: String = JobTemplate.name
    private let own: [JobKind: JobDefinition]
    private let store: any KindStore
    private let cache = Mutex<(kinds: [JobKind: JobDefinition], readAt: ContinuousClock.Instant?)>(([:], nil))
    /// How old the cached definitions of kinds that workers registered may be.
    private static let age = Duration.seconds(2)

    /// - Parameter own: kinds that this program was built with.
    public init(kinds own: [JobKind: JobDefinition] = [:], store: any KindStore) {
        self.own = own
        self.store = store
    }

    public func work(for firing: Firing) async throws -> ScheduledWork {
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(firing.body)) else {
            throw ScheduleRefusal("what is to be enqueued cannot be read")
        }
        let kind = JobKind(rawValue: body.kind)
        guard let definition = try await definition(of: kind) else {
            throw ScheduleRefusal("jobs of the kind \(kind) are not known")
        }
        let payload = Self.payload(firing)
        if let objection = JobError.objection(to: payload, as: .payload) { throw ScheduleRefusal(objection.message) }
        var job = NewJob(
            id: firing.minter.mint(), tenant: body.tenant ?? Self.noTenant, definition: definition, payload: payload,
            priority: body.priority ?? NewJob.defaultPriority)
        if let timeout = body.timeout { job.timeout = .seconds(timeout) }
        if let most = body.maxAttempts { job.maxAttempts = most }
        job.uniqueKey = body.uniqueKey
        job.uniqueFor = body.uniqueFor.map { .seconds($0) }
        job.limitKey = body.limitKey
        return ScheduledWork(jobs: [job])
    }

    /// The nil UUID, as for `flotilla.enqueue`.
    private static let noTenant = UUID.zero

    /// The payload with the time that the occurrence is for, which may be long ago. A member of that name that the
    /// payload brings along stands later in the text, and so prevails.
    private static func payload(_ firing: Firing) -> [UInt8] {
        let time = firing.occurrence.formatted(.iso8601)
        let rest = firing.payload.drop { $0 != UInt8(ascii: "{") }.dropFirst()
        let isEmpty = rest.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "}")
        return Array(#"{"scheduled_for": "\#(time)"\#(isEmpty ? "" : ", ")"#.utf8) + rest
    }

    private func definition(of kind: JobKind) async throws -> JobDefinition? {
        if let known = own[kind] { return known }
        let known = cache.withLock { cache in
            cache.readAt.map { ContinuousClock.now - $0 < Self.age } ?? false ? cache.kinds : nil
        }
        if let known { return known[kind] }
        let kinds = Dictionary(try await store.knownKinds().map { ($0.kind, $0) }) { $1 }
        cache.withLock { $0 = (kinds, .now) }
        return kinds[kind]
    }
}
