// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "flotilla",
    targets: [
        .target(name: "CLinux"),
        .target(name: "Reactor", dependencies: ["CLinux"]),
        .testTarget(name: "ReactorTests", dependencies: ["Reactor"]),
    ],
    swiftLanguageModes: [.v6]
)
