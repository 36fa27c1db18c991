import Synchronization

/// One metric name with fixed label names: a cell per combination of label values.
///
/// Keep the cell where the values are constant; looking it up takes a short lock. A family holds at most
/// `maximumSeries` combinations: all further ones share one cell whose labels all read `other`, so that a label that
/// turns out to be unbounded costs neither memory nor the scraper's.
public final class MetricFamily<Cell: MetricCell>: Sendable {
    public let name: String
    let help: String
    let kind: MetricKind
    let labelNames: [String]
    private let maximumSeries: Int
    private let make: @Sendable () -> Cell
    private let cells = Mutex<[[String]: Cell]>([:])

    init(
        name: String, help: String, kind: MetricKind, labelNames: [String], maximumSeries: Int,
        make: @escaping @Sendable () -> Cell
    ) {
        precondition(MetricName.isValid(name), "\(name) is no metric name")
        precondition(labelNames.allSatisfy { MetricName.isValidLabel($0) }, "\(name) has a bad label name")
        self.name = name
        self.help = help
        self.kind = kind
        self.labelNames = labelNames
        self.maximumSeries = maximumSeries
        self.make = make
    }

    /// The cell of these label values, in the order of the label names.
    public func labels(_ values: String...) -> Cell { labels(values) }

    public func labels(_ values: [String]) -> Cell {
        precondition(values.count == labelNames.count, "\(name) has \(labelNames.count) labels")
        return cells.withLock { cells in
            if let cell = cells[values] { return cell }
            let isFull = cells.count >= maximumSeries && !labelNames.isEmpty
            let key = isFull ? labelNames.map { _ in "other" } : values
            if let cell = cells[key] { return cell }
            let cell = make()
            cells[key] = cell
            return cell
        }
    }

    func render(into writer: inout ExpositionWriter) {
        let snapshot = cells.withLock { $0 }
        writer.begin(name: name, help: help, kind: kind)
        for values in snapshot.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            writer.labels = Array(zip(labelNames, values))
            snapshot[values]?.render(&writer)
        }
    }
}

/// The grammar of names in the Prometheus data model.
enum MetricName {
    static func isValid(_ name: String) -> Bool { name.wholeMatch(of: #/[a-zA-Z_:][a-zA-Z0-9_:]*/#) != nil }

    static func isValidLabel(_ name: String) -> Bool {
        name.wholeMatch(of: #/[a-zA-Z_][a-zA-Z0-9_]*/#) != nil && !name.hasPrefix("__") && name != "le"
    }
}
