import { useTranslation } from "react-i18next";

/** The real layout in bones, while the first answer is on its way. */
export function ResultSkeleton({ phone }: { phone: boolean }) {
  const { t } = useTranslation();
  const heading = <h1 className="vh">{t("loading")}</h1>;
  if (phone) {
    return (
      <div className="phone" aria-busy="true">
        {heading}
        <div className="video" />
        <div className="pad stack tight">
          <div className="card stack"><Bone w="8rem" /><Bone w="100%" /><Bone w="70%" /></div>
        </div>
      </div>
    );
  }
  return (
    <div className="result" aria-busy="true">
      <div>
        <div className="video" />
        <div className="tl">
          <div className="gut"><Bone w="4rem" /></div><div className="track thumbs" />
          <div className="gut"><Bone w="5rem" /></div><div className="track spans" />
          <div className="gut"><Bone w="5rem" /></div><div className="track plot" />
          <div className="gut"><Bone w="5rem" /></div><div className="track plot" />
        </div>
      </div>
      <div className="side">
        {heading}
        <Bone w="14rem" /><Bone w="100%" /><Bone w="60%" />
        {[1, 2, 3, 4, 5, 6].map((row) => <Bone key={row} w="100%" />)}
      </div>
    </div>
  );
}

const Bone = ({ w }: { w: string }) => <span className="bone" style={{ "--w": w }} />;
