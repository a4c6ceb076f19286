/// All promises, for an engine's tests to run one by one.
public enum StoreSuite {
    public static let cases: [StoreCase] =
        appending + repeating + ordering + counting + treeReading + listing + filtering + logging + searching
        + deleting + caring + recording
}
