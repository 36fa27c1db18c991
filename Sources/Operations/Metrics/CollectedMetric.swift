/// A family whose numbers are asked for at each scrape.
public struct CollectedMetric: Sendable {
    public struct Sample: Sendable {
        /// In the order of the label names.
        public let labels: [String]
        public let value: Double

        public init(_ labels: [String] = [], _ value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    public let name: String
    public let help: String
    public let kind: MetricKind
    public let labelNames: [String]
    public var samples: [Sample]

    /// - Parameter kind: counter or gauge.
    public init(
        _ name: String, help: String, kind: MetricKind = .gauge, labels: [String] = [], samples: [Sample] = []
    ) {
        self.name = name
        self.help = help
        self.kind = kind
        labelNames = labels
        self.samples = samples
    }

    func render(into writer: inout ExpositionWriter) {
        writer.begin(name: name, help: help, kind: kind)
        for sample in samples where sample.labels.count == labelNames.count {
            writer.labels = Array(zip(labelNames, sample.labels))
            writer.sample(sample.value)
        }
    }
}
