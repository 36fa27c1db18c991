import AWS
import Foundation
import Synchronization

/// Whom a role lets in besides us: the confused deputy (AWS, "The confused deputy problem"). Anyone may give us the name of
/// a role; what keeps a stranger's role from being opened for them is that it demands the external id of one account.
public final class RoleTrust: Sendable {
    public enum Check: String, Sendable, CaseIterable {
        /// At AWS itself, and not at a stand-in that `AWS_ENDPOINT_URL` names: most of those demand no external id.
        case automatic = "auto"
        case on, off
    }

    private struct Key: Hashable {
        var role: RoleARN
        var externalID: String
    }

    private struct State {
        var ownAccountID: String?
        /// When a role was last seen to refuse another external id.
        var refused: [Key: ContinuousClock.Instant] = [:]
    }

    /// One more call a day for each role.
    private static let period = Duration.seconds(86_400)
    private static let most = 10_000

    private let state = Mutex(State())

    public init() {}

    /// - Throws: `ScanError` when the role is in our own account, or opens for an external id that was made up.
    func check(_ request: AssumeRoleRequest, _ sts: STS, until deadline: ContinuousClock.Instant) async throws {
        guard try await ownAccountID(sts, until: deadline) != request.role.accountID else {
            throw ScanError(
                .ownAccount,
                "The role is in the account that Flotilla itself runs in, which is not scanned. Give a role of your own account."
            )
        }
        let key = Key(role: request.role, externalID: request.externalID)
        if state.withLock({ $0.refused[key].map { .now - $0 < Self.period } ?? false }) { return }
        var other = request
        other.externalID = "flotilla-check-\(UUID().uuidString)"
        other.sessionName = "flotilla-trust-check"
        do {
            _ = try await sts.assumeRole(other, until: deadline)
        } catch  where error.kind == .roleNotAssumable {
            return state.withLock { state in
                if state.refused.count >= Self.most { state.refused.removeAll() }
                state.refused[key] = .now
            }
        } catch {
            // AWS did not say: the next run asks again.
            return
        }
        throw ScanError(
            .openTrust,
            "The role opens for any external id, so that other users of this service could reach your account through it. "
                + "Add the condition StringEquals sts:ExternalId with the external id that is shown for your account to the "
                + "role's trust policy, then scan again.")
    }

    private func ownAccountID(_ sts: STS, until deadline: ContinuousClock.Instant) async throws -> String {
        if let known = state.withLock({ $0.ownAccountID }) { return known }
        do {
            let found = try await sts.ownIdentity(until: deadline).accountID
            state.withLock { $0.ownAccountID = found }
            return found
        } catch {
            throw ScanError(opening: error)
        }
    }
}
