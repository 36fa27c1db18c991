/// Where programs tell what they know of the kinds of jobs, so that those who do not know a kind can find it.
public protocol KindStore: Sendable {
    /// Tells what holds for kinds from now on; who told last is right.
    func register(_ definitions: [JobDefinition]) async throws

    /// Every kind that some program told of.
    func knownKinds() async throws -> [JobDefinition]
}
