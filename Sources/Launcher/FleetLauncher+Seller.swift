import Foundation

extension FleetLauncher {
    static let sellerSetting = "FLOTILLA_SELLER_FILE"

    /// Who invoices unless it is set: a company that does not exist.
    func demonstrationSeller(_ home: ProcessHome) -> [String: String] {
        let path = home.scripts + "/demo_seller.json"
        let isSet = configuration.environment[Self.sellerSetting].map { !$0.isEmpty } ?? false
        return isSet || !FileManager.default.fileExists(atPath: path) ? [:] : [Self.sellerSetting: path]
    }
}
