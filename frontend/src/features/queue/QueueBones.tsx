export function QueueBones() {
  return (
    <ol className="q" aria-busy="true">
      {[1, 2, 3, 4, 5].map((row) => (
        <li key={row}>
          <span className="bonerow">
            <span className="still" />
            <span className="bone" style={{ "--w": "8rem" }} />
            <span className="bone" style={{ "--w": "6rem" }} />
            <span className="bone" style={{ "--w": "9rem" }} />
            <span className="bone" style={{ "--w": "70%" }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
