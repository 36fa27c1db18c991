import Synchronization

/// What each model of an endpoint was found not to take. It is asked again after an hour: servers are renewed.
final class OpenAIFeatures: Sendable {
    private struct Entry {
        var missing: Set<OpenAIFeature> = []
        var until: ContinuousClock.Instant
    }

    private static let kept = Duration.seconds(3600)
    /// Models; a fleet is configured with a few.
    private static let most = 64

    private let entries = Mutex<[String: Entry]>([:])

    func missing(of model: String) -> Set<OpenAIFeature> {
        entries.withLock { entries in
            guard let entry = entries[model], entry.until > .now else { return [] }
            return entry.missing
        }
    }

    func note(_ feature: OpenAIFeature, missingOf model: String) {
        let now = ContinuousClock.now
        entries.withLock { entries in
            if entries[model].map({ $0.until <= now }) ?? true {
                if entries.count >= Self.most { entries.removeAll() }
                entries[model] = Entry(until: now + Self.kept)
            }
            entries[model]?.missing.insert(feature)
        }
    }
}
