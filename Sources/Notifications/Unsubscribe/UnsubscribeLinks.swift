/// The links by which mails are unsubscribed from. What signs them is read once a process.
public actor UnsubscribeLinks {
    private let store: NotificationStore
    private let publicURL: String
    private var known: UnsubscribeSigner?

    /// - Parameter publicURL: where our own pages are, such as `https://flotilla.example`.
    public init(store: NotificationStore, publicURL: String) {
        self.store = store
        self.publicURL = publicURL
    }

    /// - Throws: `PostgresError` where it was not read yet and cannot be.
    public var signer: UnsubscribeSigner {
        get async throws {
            if let known { return known }
            let signer = try await store.unsubscribeSigner()
            known = signer
            return signer
        }
    }

    /// The link that the mail of a delivery ends with; nil for one about access, which cannot be unsubscribed from.
    /// - Throws: as `signer` does.
    public func link(for work: DeliveryWork) async throws -> String? {
        guard !work.isAboutAccess else { return nil }
        let person: UnsubscribeToken.Person =
            work.userID.map { .user($0) } ?? .address(UnsubscribeToken.fingerprint(of: work.recipient))
        return try await signer.address(
            of: UnsubscribeToken(person, of: work.tenant, topic: work.topic), at: publicURL)
    }
}
