// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AccessRequests} from "./AccessRequests.sol";
import {Consistency} from "./Consistency.sol";

/// @title Anchors of tenants' append-only logs
/// @notice Keeps the last anchored (size, root) of each tenant's RFC 6962 log and lets it only be extended.
/// Within an epoch a prefix that was anchored is never rewritten, whoever holds a device's key.
/// @dev Not upgradeable, owns nothing, takes no ether, calls nothing but the SHA-256 and ecrecover
/// precompiles. WARNING: a consistency proof does not bind the new size. A stolen device key can claim
/// leaves that do not exist and so stop the honest log. That is why growth is capped, why an ADMIN can
/// freeze and open an epoch from the last good head, and why somebody must rebuild roots from tiles.
contract PlumblineLedger is AccessRequests, EIP712 {
    /// @dev One storage slot and the root. `size` and `root` belong together.
    struct Head {
        uint64 size;
        uint64 anchoredAt;
        uint64 epoch;
        bool frozen;
        bytes32 root;
    }

    /// @dev The arguments of one anchor, for `anchorMany`.
    struct Item {
        bytes32 tenant;
        uint64 oldSize;
        uint64 newSize;
        bytes32 newRoot;
        bytes32[] proof;
    }

    /// @notice Leaves that one anchor may add at most.
    uint64 public constant MAX_GROWTH = 1 << 20;

    /// @notice EIP-712 type of an anchor that somebody else sends. The proof is not signed: it can only
    /// be right or wrong for what is.
    bytes32 public constant ANCHOR_TYPEHASH =
        keccak256(
            "Anchor(bytes32 tenant,uint64 epoch,uint64 oldSize,uint64 newSize,bytes32 newRoot,uint64 deadline)"
        );

    /// @dev Root of the tree without leaves, SHA-256("").
    bytes32 private constant EMPTY_ROOT = 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855;

    mapping(bytes32 tenant => Head) private _heads;

    /// @dev The old size is not the anchored one, which is `have`.
    error StaleSize(uint64 have);
    /// @dev Another root is anchored at this size. Keep both: they are evidence.
    error OtherRootAnchored(uint64 size, bytes32 have);
    /// @dev The new size is not larger, or larger by more than `MAX_GROWTH`.
    error BadGrowth(uint64 oldSize, uint64 newSize);
    /// @dev The proof does not lead from the anchored root to the new one.
    error BadProof();
    /// @dev An ADMIN froze this tenant; only a new epoch goes on.
    error TenantFrozen(bytes32 tenant);
    /// @dev Only a frozen tenant can open an epoch.
    error TenantNotFrozen(bytes32 tenant);
    /// @dev The signature was for another epoch.
    error WrongEpoch(uint64 have);
    /// @dev The signature's deadline has passed.
    error DeadlinePassed(uint64 deadline);

    event Anchored(bytes32 indexed tenant, uint64 epoch, uint64 oldSize, uint64 newSize, bytes32 newRoot);
    event Froze(bytes32 indexed tenant, address indexed by, uint64 epoch, uint64 size, bytes32 root);
    event EpochOpened(
        bytes32 indexed tenant,
        uint64 indexed epoch,
        uint64 size,
        bytes32 root,
        uint64 abandonedSize,
        bytes32 abandonedRoot
    );

    constructor() EIP712("PlumblineLedger", "1") {}

    /// @notice Opens a tenant; the caller becomes its first ADMIN. The id should be 32 random bytes: it
    /// says nothing about anybody. Whoever is overtaken by a stranger simply draws another id.
    function createTenant(bytes32 tenant) external {
        _createTenant(tenant);
        _heads[tenant].root = EMPTY_ROOT;
    }

    /// @notice Extends the log of `tenant` from the anchored `oldSize` to (`newSize`, `newRoot`).
    /// @return moved False when exactly this head was anchored already and nothing changed.
    function anchor(
        bytes32 tenant,
        uint64 oldSize,
        uint64 newSize,
        bytes32 newRoot,
        bytes32[] calldata proof
    ) external returns (bool moved) {
        return _anchor(msg.sender, tenant, oldSize, newSize, newRoot, proof);
    }

    /// @notice Anchors for several tenants, all or none.
    function anchorMany(Item[] calldata items) external {
        for (uint256 i = 0; i < items.length; ++i) {
            Item calldata item = items[i];
            _anchor(msg.sender, item.tenant, item.oldSize, item.newSize, item.newRoot, item.proof);
        }
    }

    /// @notice Sends an anchor that a device without ether has signed (EIP-712).
    /// @dev Replay: the signature names chain and contract (domain), tenant, epoch and old size. Once the
    /// anchor stands the old size is stale, here without the exception for an equal head; in a later
    /// epoch, which may come back to that size, the epoch differs. ECDSA.recover refuses a high `s` and
    /// the zero signer.
    function anchorBySig(
        bytes32 tenant,
        uint64 epoch,
        uint64 oldSize,
        uint64 newSize,
        bytes32 newRoot,
        uint64 deadline,
        bytes32[] calldata proof,
        bytes calldata signature
    ) external {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        Head storage head = _heads[tenant];
        if (head.epoch != epoch) revert WrongEpoch(head.epoch);
        if (head.size != oldSize) revert StaleSize(head.size);
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(ANCHOR_TYPEHASH, tenant, epoch, oldSize, newSize, newRoot, deadline))
        );
        _anchor(ECDSA.recoverCalldata(digest, signature), tenant, oldSize, newSize, newRoot, proof);
    }

    /// @notice Stops all anchors of `tenant` until an epoch is opened.
    function freeze(bytes32 tenant) external onlyAdmin(tenant) {
        Head storage head = _heads[tenant];
        if (head.frozen) revert TenantFrozen(tenant);
        head.frozen = true;
        emit Froze(tenant, msg.sender, head.epoch, head.size, head.root);
    }

    /// @notice Ends a freeze: the next epoch goes on from the last good head (`size`, `root`).
    /// @dev `proof` shows that the good head is a prefix of the frozen one, so not even an ADMIN can
    /// link an epoch to a history that was never anchored. Going back to a smaller size than the last
    /// good one is possible and stands in the event for everybody to see.
    function openEpoch(
        bytes32 tenant,
        uint64 size,
        bytes32 root,
        bytes32[] calldata proof
    ) external onlyAdmin(tenant) {
        Head storage head = _heads[tenant];
        if (!head.frozen) revert TenantNotFrozen(tenant);
        // Every tree follows from the empty one, so its root must be checked here.
        if (size == 0 && root != EMPTY_ROOT) revert BadProof();
        if (!Consistency.verify(size, head.size, root, head.root, proof)) revert BadProof();
        (uint64 abandonedSize, bytes32 abandonedRoot) = (head.size, head.root);
        uint64 epoch = head.epoch + 1;
        _heads[tenant] = Head(size, uint64(block.timestamp), epoch, false, root);
        emit EpochOpened(tenant, epoch, size, root, abandonedSize, abandonedRoot);
    }

    /// @notice The anchored head. `anchoredAt` is the block's time, 0 before the first anchor.
    function headOf(bytes32 tenant) external view returns (Head memory) {
        return _heads[tenant];
    }

    /// @notice Checks an RFC 6962 consistency proof; free when called from outside a transaction.
    function isConsistent(
        uint64 oldSize,
        uint64 newSize,
        bytes32 oldRoot,
        bytes32 newRoot,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return Consistency.verify(oldSize, newSize, oldRoot, newRoot, proof);
    }

    /// @dev From size 0 any root would pass the proof, so the first anchor is the ADMIN's.
    function _anchor(
        address actor,
        bytes32 tenant,
        uint64 oldSize,
        uint64 newSize,
        bytes32 newRoot,
        bytes32[] calldata proof
    ) private returns (bool) {
        _checkRole(oldSize == 0 ? adminRole(tenant) : deviceRole(tenant), actor);
        Head storage stored = _heads[tenant];
        Head memory head = stored;
        if (head.frozen) revert TenantFrozen(tenant);
        if (newSize == head.size) {
            if (newRoot == head.root && oldSize <= newSize) return false;
            revert OtherRootAnchored(head.size, head.root);
        }
        if (oldSize != head.size) revert StaleSize(head.size);
        // No wrap: the subtraction is reached only when newSize > oldSize.
        unchecked {
            if (newSize < oldSize || newSize - oldSize > MAX_GROWTH) revert BadGrowth(oldSize, newSize);
        }
        if (!Consistency.verify(oldSize, newSize, head.root, newRoot, proof)) revert BadProof();
        (stored.size, stored.anchoredAt, stored.root) = (newSize, uint64(block.timestamp), newRoot);
        emit Anchored(tenant, head.epoch, oldSize, newSize, newRoot);
        return true;
    }
}
