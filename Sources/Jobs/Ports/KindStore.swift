/// Where programs register the kinds of jobs that they define, so that other programs can look them up.
public protocol KindStore: Sendable {
    /// Registers definitions; the last registration of a kind holds.
    func register(_ definitions: [JobDefinition]) async throws

    /// Every registered kind.
    func knownKinds() async throws -> [JobDefinition]
}
