import { any, arnIn, each, on, serviceTable } from "../table";

const certificate = arnIn("CertificateArn");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html */
export const acm = serviceTable(
  { name: "acm" },
  {
    ...each(on(any), "ListCertificates", "RequestCertificate"),
    ...each(
      on(certificate),
      "AddTagsToCertificate",
      "DeleteCertificate",
      "DescribeCertificate",
      "ListTagsForCertificate",
      "RemoveTagsFromCertificate",
    ),
  },
);
