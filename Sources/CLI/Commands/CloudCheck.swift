import Fleet
import AWS
import Foundation
import Operations

/// Whether the fleet can open its tenants' accounts: where its own credentials come from, whose they are, and when they
/// end.
enum CloudCheck {
    private static let name = "aws"
    private static let limit = Duration.seconds(10)

    static func run(_ settings: [String]) async -> DoctorCommand.Finding {
        var reader = ConfigurationReader(
            environment: CommandContext.environment(), arguments: settings, known: Domains.variables)
        let access = FleetAccess(AWSConfiguration(&reader), &reader)
        do {
            try reader.finish()
        } catch {
            return DoctorCommand.Finding(name, ok: false, "\(error)")
        }
        guard let access else { return none("AWS_EC2_METADATA_DISABLED is set, and no credentials are.") }
        let own: AWSCredentials
        do {
            own = try await access.credentials.load()
        } catch {
            if error.isNone { return none(error.description) }
            return DoctorCommand.Finding(
                name, Diagnosis("aws_credentials_missing", error.problem, advice: error.advice))
        }
        let sts = STS(client: access.client, region: access.region, credentials: access.credentials)
        do {
            let identity = try await sts.ownIdentity(until: .now + limit)
            let end =
                own.expiration.map { "they end at \($0.ISO8601Format()) and are renewed before that" }
                ?? "it is not known when they end"
            return DoctorCommand.Finding(
                name,
                "credentials from \(access.credentials.sourceName): \(identity.arn) of the account "
                    + "\(identity.accountID); \(end)")
        } catch {
            return DoctorCommand.Finding(name, diagnosis(error, access.credentials))
        }
    }

    /// No fleet has to scan accounts.
    private static func none(_ reason: String) -> DoctorCommand.Finding {
        DoctorCommand.Finding(name, "no account can be scanned. \(reason)")
    }

    private static func diagnosis(_ error: AWSError, _ credentials: FleetCredentials) -> Diagnosis {
        switch error.kind {
        case .operatorCredentials where error.code?.hasPrefix("ExpiredToken") == true:
            Diagnosis(
                "aws_credentials_expired", "The credentials from \(credentials.sourceName) have expired.",
                advice: credentials.advice)
        case .operatorCredentials:
            Diagnosis(
                "aws_credentials_refused",
                "AWS does not accept the credentials from \(credentials.sourceName)\(error.code.map { " (\($0))" } ?? "").",
                advice: credentials.advice)
        case .unreachable, .timedOut:
            Diagnosis(
                "aws_unreachable", "\(error.endpoint ?? "AWS's STS in \(error.region)") could not be reached.",
                advice: "Check AWS_ENDPOINT_URL, AWS_REGION and the way out to AWS.")
        default:
            Diagnosis("aws_failed", "AWS did not say whose the credentials are (\(error)).", advice: "Try again later.")
        }
    }
}
