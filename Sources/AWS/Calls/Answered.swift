/// What was answered, and by which region.
public struct Answered<Value: Sendable>: Sendable {
    public var value: Value
    public var region: AWSRegion
}
