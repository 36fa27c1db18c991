import Foundation

/// Where traces go, and which of them; none where no collector is named.
public struct TracingConfiguration: Sendable {
    /// A sampler of OpenTelemetry's specification, taken apart.
    public struct Sampler: Sendable, Hashable {
        /// Whether a caller's decision is followed where there is one.
        public let followsParent: Bool
        /// Of the other traces, 0 to 1.
        public let ratio: Double

        public init(followsParent: Bool = true, ratio: Double = 1) {
            self.followsParent = followsParent
            self.ratio = ratio
        }
    }

    private enum SamplerName: String, CaseIterable {
        case always_on, always_off, traceidratio
        case parentbased_always_on, parentbased_always_off, parentbased_traceidratio
    }

    private enum Transport: String, CaseIterable {
        case protobuf = "http/protobuf"
    }

    /// All of it, `/v1/traces` included.
    public let url: String
    /// As set, since a file may hold others later.
    private let headerList: Secret?
    public let sampler: Sampler
    /// nil: the program's own.
    public let service: String?
    public let attributes: [(name: String, value: String)]
    /// Of one answer.
    public let timeout: Duration
    /// Spans.
    public let queue: Int
    /// Spans.
    public let batch: Int
    public let delay: Duration
    /// After which spans are given up.
    public let patience: Duration

    /// nil when nothing is to be traced; then nothing else is looked at, since these names may be meant for others.
    public init?(_ reader: inout ConfigurationReader) {
        let base = reader.optionalURL(.otlpEndpoint, schemes: URLForm.web)
        let whole = reader.optionalURL(.otlpTracesEndpoint, schemes: URLForm.web)
        guard let url = whole ?? base.map({ ($0.hasSuffix("/") ? $0 : $0 + "/") + "v1/traces" }),
            !reader.boolean(.tracingDisabled)
        else { return nil }
        self.url = url
        headerList = reader.optionalSecret(.otlpHeaders)
        if let list = headerList, Self.pairs(list.reveal()) == nil {
            reader.note(.otlpHeaders, found: "holds what is no list", expected: Self.expectedPairs)
        }
        _ = reader.choice(.otlpProtocol, default: Transport.protobuf)
        sampler = Self.sampler(&reader)
        service = reader.optionalString(.tracedService)
        attributes = reader.optionalForm(.tracedAttributes, expecting: Self.expectedPairs, Self.pairs) ?? []
        timeout = .milliseconds(reader.integer(.otlpTimeout, in: Self.times))
        queue = reader.integer(.spanQueue, in: 1...1_000_000)
        batch = min(queue, reader.integer(.spanBatch, in: 1...100_000))
        delay = .milliseconds(reader.integer(.spanDelay, in: 0...3_600_000))
        patience = .milliseconds(reader.integer(.spanTimeout, in: Self.times))
    }

    /// What goes along with each request.
    public var headers: [(name: String, value: String)] { headerList.flatMap { Self.pairs($0.reveal()) } ?? [] }

    private static let times = 1...3_600_000
    private static let expectedPairs = "it should be name=value, with commas between, percent-encoded where it must be"

    /// W3C Baggage's form, without properties.
    private static func pairs(_ text: String) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let name = word(sides[0]), let value = word(sides[1]), !name.isEmpty else {
                return nil
            }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func word(_ text: Substring) -> String? {
        let word = text.trimmingCharacters(in: .whitespaces).removingPercentEncoding
        return word.flatMap { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? nil : $0 }
    }

    private static func sampler(_ reader: inout ConfigurationReader) -> Sampler {
        let name = reader.choice(.tracesSampler, default: SamplerName.parentbased_always_on)
        let ratio =
            reader.optionalForm(.tracesSamplerArgument, expecting: "it should be a number from 0 to 1") { text in
                Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
            } ?? 1
        return switch name {
        case .always_on: Sampler(followsParent: false)
        case .always_off: Sampler(followsParent: false, ratio: 0)
        case .traceidratio: Sampler(followsParent: false, ratio: ratio)
        case .parentbased_always_on: Sampler()
        case .parentbased_always_off: Sampler(ratio: 0)
        case .parentbased_traceidratio: Sampler(ratio: ratio)
        }
    }
}
