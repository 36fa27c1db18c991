import Foundation

/// From where a container may take its credentials: an address in plain HTTP could be anybody's, but for those that never
/// leave the machine (AWS SDKs and Tools Reference Guide, "Container credential provider").
enum CredentialsAddress {
    private static let linkLocal: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    static func isTrusted(_ url: String) -> Bool {
        guard let components = URLComponents(string: url), components.user == nil, components.password == nil,
            components.fragment == nil,
            let host = components.host?.trimmingCharacters(in: ["[", "]"]).lowercased(), !host.isEmpty
        else { return false }
        if components.scheme?.lowercased() == "https" { return true }
        return linkLocal.contains(host) || host == "localhost" || host == "::1"
            || host.wholeMatch(of: #/127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}/#) != nil
    }
}
