/// The state behind one series of label values; what `MetricFamily` makes one of per combination.
public protocol MetricCell: AnyObject, Sendable {
    /// Appends this cell's lines in the text exposition format.
    func render(_ line: inout ExpositionWriter)
}
