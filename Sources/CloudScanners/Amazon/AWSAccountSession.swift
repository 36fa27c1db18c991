import AWS

/// A tenant's account, opened for one scan or one reading of metrics.
struct AWSAccountSession: Sendable {
    let credentials: any AWSCredentialsProvider
    private let sts: STS
    /// The account that must answer; nil for the worker's own, whichever it is.
    let expectedAccountID: String?

    /// Checks what the tenant gave, then assumes the role.
    init(_ access: ScanRequest.Access, _ scanning: AWSScanning, until deadline: ContinuousClock.Instant) async throws {
        sts = STS(client: scanning.client, region: scanning.homeRegion, credentials: scanning.credentials)
        var wanted: AssumeRoleRequest?
        switch access {
        case .own:
            guard scanning.allowsOwnAccount else {
                throw ScanError(.ownAccountNotAllowed, "A role ARN is needed to scan an account.")
            }
            credentials = scanning.credentials
            expectedAccountID = nil
        case .role(let text, let externalID):
            let role = try Self.role(text, scanning)
            guard Self.isExternalID(externalID) else {
                throw ScanError(.invalidExternalID, "The account has no valid external id. We have to repair this.")
            }
            let request = AssumeRoleRequest(role: role, externalID: externalID, sessionName: "flotilla-scan")
            credentials = AssumedRoleCredentials(sts: sts, role: request)
            expectedAccountID = role.accountID
            wanted = request
        }
        do {
            _ = try await credentials.credentials(until: deadline)
        } catch {
            if error.kind == .operatorCredentials { scanning.onRefusedKey(error) }
            throw ScanError(opening: error)
        }
        if let wanted, scanning.checksTrust { try await scanning.trust.check(wanted, sts, until: deadline) }
    }

    /// Asks AWS which account the session acts in, and refuses any other than the role's.
    func accountID(until deadline: ContinuousClock.Instant) async throws -> String {
        let identity: CallerIdentity
        do {
            identity = try await sts.getCallerIdentity(AWSCallContext(credentials: credentials, deadline: deadline))
        } catch {
            throw ScanError(opening: error)
        }
        if let expectedAccountID, identity.accountID != expectedAccountID {
            throw ScanError(.wrongAccount, "AWS opened another account than the one in the role ARN; nothing was read.")
        }
        return identity.accountID
    }

    private static func role(_ text: String, _ scanning: AWSScanning) throws -> RoleARN {
        do {
            return try RoleARN(text, in: scanning.homeRegion.partition)
        } catch {
            throw ScanError(.invalidRole, error.description)
        }
    }

    /// 2 to 1224 of `[\w+=,.@:/-]` (STS's AssumeRole).
    private static func isExternalID(_ text: String) -> Bool {
        (2...1224).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_+=,.@:/-".utf8.contains(byte)
                }
            }
    }
}

extension ScanError {
    /// The account itself did not open: no role, no identity, no list of regions.
    init(opening error: AWSError) {
        switch error.kind {
        case .cancelled: self.init(.cancelled, "The scan was cancelled.")
        case .timedOut: self.init(.accountTimedOut, error.sentence)
        case .unreachable: self.init(.unreachable, error.sentence)
        case .throttled: self.init(.throttled, error.sentence)
        case .operatorCredentials: self.init(.operatorCredentials, error.sentence)
        case .noCredentials: self.init(.noCredentials, error.sentence)
        default: self.init(.accountRefused, error.sentence)
        }
    }
}
