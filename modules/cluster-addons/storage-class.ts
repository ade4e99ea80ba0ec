/** The storage class of volumes that name none, and of those that the add-ons ask for. */
export const STORAGE_CLASS = "gp3";
