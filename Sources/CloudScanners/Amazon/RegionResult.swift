import AWS

/// What reading one region gave.
struct RegionResult: Sendable {
    var resources: [any CloudResource] = []
    /// Why the list of resources may go on.
    var failure: AWSError?
    /// What of the resources could not be read.
    var gaps: [AWSError] = []
    /// Items of the list could not be read: there may be resources that are not among those found.
    var isListCut = false

    /// - Parameter calls: that were sent.
    func outcome(_ service: String, _ region: String, calls: Int) -> RegionOutcome {
        var outcome = RegionOutcome(service: service, region: region, resources: resources.count, calls: calls)
        if let failure {
            let status = RegionOutcome.Status(failure)
            outcome.isWholeList = false
            outcome.status = resources.isEmpty ? status : .partial
            outcome.cause = resources.isEmpty ? nil : status
            outcome.reason = failure.sentence
        } else if let worst = gaps.min(by: { Self.rank($0) < Self.rank($1) }) {
            outcome.status = .partial
            outcome.cause = RegionOutcome.Status(worst)
            outcome.isWholeList = !isListCut
            outcome.isOnlyOdd =
                gaps.contains { $0.kind == .unreadable }
                && gaps.allSatisfy { $0.kind == .unreadable || $0.kind == .accessDenied }
            // One sentence for each kind of call that failed; at most three, so that the reason stays readable.
            var sentences: [String] = []
            for gap in [worst] + gaps where !sentences.contains(gap.sentence) { sentences.append(gap.sentence) }
            outcome.reason = sentences.prefix(3).joined(separator: " ")
        }
        return outcome
    }

    /// What passes comes before what is refused for good: it makes the scan worth repeating.
    private static func rank(_ error: AWSError) -> Int {
        switch RegionOutcome.Status(error) {
        case .timedOut: 0
        case .throttled: 1
        case .failed: 2
        default: 3
        }
    }
}

extension RegionResult {
    /// - Parameters:
    ///   - listing: of the resources.
    ///   - gaps: what else could not be read.
    init<Element>(_ listing: Listing<Element>, _ resources: [any CloudResource], gaps: [AWSError?] = []) {
        self.init(
            resources: resources, failure: listing.failure, gaps: ([listing.gap] + gaps).compactMap { $0 },
            isListCut: listing.gap != nil)
    }
}

extension RegionOutcome.Status {
    init(_ error: AWSError) {
        self =
            switch error.kind {
            case .accessDenied: .denied
            case .throttled: .throttled
            case .timedOut: .timedOut
            case .regionDisabled: .disabled
            default: .failed
            }
    }
}

extension Known {
    /// What a call gave, or the sentence that says why it gave nothing.
    init(_ result: Result<Value, AWSError>) {
        switch result {
        case .success(let value): self = .value(value)
        case .failure(let error): self = .unknown(error.sentence)
        }
    }
}

extension Result where Failure == AWSError {
    var error: AWSError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }

    init(_ read: () async throws(AWSError) -> Success) async {
        do throws(AWSError) {
            self = .success(try await read())
        } catch {
            self = .failure(error)
        }
    }
}
